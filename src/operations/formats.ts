/**
 * The string formats of JSON Schema that are checked. A format that is not here is an annotation.
 *
 * @module
 * @see https://json-schema.org/draft/2020-12/json-schema-validation#section-7
 */

/** RFC 3339 `full-date`: a day that the calendar has. */
export function date(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const lastDay = month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= lastDay;
}

/** RFC 3339 `full-time`, with its offset. A leap second is taken only where it falls: at 23:59:60 UTC. */
export function time(text: string): boolean {
  const match = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):(\d\d))$/i.exec(text);
  if (!match) return false;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const sign = match[4] === "-" ? -1 : 1;
  const [offsetHour, offsetMinute] = [Number(match[5] ?? 0), Number(match[6] ?? 0)];
  if (hour > 23 || minute > 59 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const utc = hour * 60 + minute - sign * (offsetHour * 60 + offsetMinute);
  return second === 60 && (utc + 1440) % 1440 === 1439;
}

/** RFC 3339 `date-time`. */
export function dateTime(text: string): boolean {
  const [day, clock, ...rest] = text.split(/t|\s/i);
  return rest.length === 0 && day !== undefined && clock !== undefined && date(day) && time(clock);
}

/** The shape of RFC 5321 addresses in use: a dot-atom, and a domain of labels. */
export function email(text: string): boolean {
  return (
    text.length <= 254 &&
    /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(
      text,
    )
  );
}

/** RFC 9562. */
export function uuid(text: string): boolean {
  return /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(text);
}

/** RFC 3986 with a scheme. */
export function uri(text: string): boolean {
  return (
    /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(text) &&
    !/%(?![0-9a-f]{2})/i.test(text) &&
    URL.canParse(text)
  );
}

/** RFC 1123. */
export function hostname(text: string): boolean {
  return (
    text.length <= 253 &&
    /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i.test(text)
  );
}

/** RFC 2673, dotted quad. */
export function ipv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

/** RFC 4291. */
export function ipv6(text: string): boolean {
  return /^[0-9a-f:.]+$/i.test(text) && text.includes(":") && URL.canParse(`http://[${text}]/`);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
