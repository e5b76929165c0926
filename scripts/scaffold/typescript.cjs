/**
 * TypeScript, as `#typescript`. Node looks through a module that `import` names for what it exports, and through these nine
 * megabytes longer than some commands take.
 */
const ts = require("typescript");

module.exports = ts;
