/**
 * Bytes: an image is shown, anything else can be saved.
 *
 * @module
 */

import { useEffect, useState } from "preact/hooks";
import { perform } from "./announcer";
import { bytes } from "./format";

/** More than that is not loaded unasked. */
const LOADED_BYTES = 2_000_000;

interface BytesProps {
  /** How many, where that is known. */
  size: number | null;
  load: () => Promise<Response>;
  /** Of the file that they are saved as. */
  name: string;
}

export function Bytes({ size, load, name }: BytesProps) {
  const [image, show] = useState<string | null>(null);
  const [known, learn] = useState(size);
  // Other bytes have another name.
  useEffect(() => {
    let url: string | null = null;
    let isGone = false;
    if (size !== null && size > LOADED_BYTES) return;
    load()
      .then((response) => response.arrayBuffer())
      .then((buffer) => {
        const type = imageTypeOf(new Uint8Array(buffer));
        if (isGone) return;
        learn(buffer.byteLength);
        if (type === null) return;
        url = URL.createObjectURL(new Blob([buffer], { type }));
        show(url);
      })
      .catch(() => {});
    return () => {
      isGone = true;
      if (url !== null) URL.revokeObjectURL(url);
    };
  }, [name, size]);
  const save = () =>
    void perform(async () => {
      const url = URL.createObjectURL(await (await load()).blob());
      Object.assign(document.createElement("a"), { href: url, download: name }).click();
      URL.revokeObjectURL(url);
      return `${name} is saved.`;
    });
  return (
    <figure class="bytes">
      {image !== null && <img src={image} alt={name} />}
      <figcaption>
        {known !== null && <span>{bytes(known)}</span>}
        <button type="button" onClick={save}>
          Download
        </button>
      </figcaption>
    </figure>
  );
}

/** The beginnings of images that browsers show. */
const IMAGES: [type: string, beginning: RegExp][] = [
  ["image/png", /^\x89PNG/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF....WEBP/s],
  ["image/avif", /^....ftypavi[fs]/s],
];

/** By their content: what somebody says of them need not be so. */
function imageTypeOf(content: Uint8Array): string | null {
  const beginning = String.fromCharCode(...content.subarray(0, 16));
  return IMAGES.find(([, pattern]) => pattern.test(beginning))?.[0] ?? null;
}
