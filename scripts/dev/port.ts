import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { promisify } from "node:util";

/** Somebody else listens on the port. */
export class PortTakenError extends Error {
  override name = "PortTakenError";

  constructor(port: number, owner: string | null) {
    super(
      `Port ${port} is taken${owner === null ? "" : ` by ${owner}`}. Stop it, or choose another port: npm run dev -- --port ${port + 1}`,
    );
  }
}

/** @throws {PortTakenError} when nothing can listen there. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, host, resolve);
  try {
    await promise;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    throw await portTaken(port);
  } finally {
    server.close();
  }
}

/** The error for a port that turned out to be taken, with who listens on it. */
export async function portTaken(port: number): Promise<PortTakenError> {
  return new PortTakenError(port, await portOwner(port));
}

/** @returns `"node server.js" (pid 123)`, or null when this machine does not tell. */
async function portOwner(port: number): Promise<string | null> {
  try {
    const pid = process.platform === "linux" ? await linuxListener(port) : await lsofListener(port);
    if (pid === null) return null;
    const { stdout } = await promisify(execFile)("ps", ["-o", "args=", "-p", String(pid)]);
    const [program = "", ...words] = stdout.trim().split(" ");
    const command = [path.basename(program), ...words].join(" ");
    return `"${command.length > 60 ? `${command.slice(0, 59)}…` : command}" (pid ${pid})`;
  } catch {
    return null;
  }
}

async function lsofListener(port: number): Promise<number | null> {
  const { stdout } = await promisify(execFile)("lsof", ["-nP", "-t", `-iTCP:${port}`, "-sTCP:LISTEN"]);
  return Number.parseInt(stdout, 10) || null;
}

/** proc(5): the listening socket's inode is in /proc/net/tcp, and a link to it among its owner's open files. */
async function linuxListener(port: number): Promise<number | null> {
  const listening = "0A";
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((table) => readFile(`/proc/net/${table}`, "utf8").catch(() => "")),
  );
  const inodes = tables
    .flatMap((table) => table.split("\n").map((line) => line.trim().split(/\s+/)))
    .filter((fields) => fields[1]?.endsWith(`:${hexPort}`) && fields[3] === listening)
    .map((fields) => `socket:[${fields[9]}]`);
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => "");
      if (inodes.includes(target)) return Number(pid);
    }
  }
  return null;
}
