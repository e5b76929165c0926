import { PhotonImage } from "@cf-wasm/photon";
import { expect, test } from "vitest";
import { thumbnail } from "../../src/handlers/images.ts";

/** An image whose left half is red and whose right half is blue. */
function redAndBlue(width: number, height: number): PhotonImage {
  const pixels = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++)
    pixels.set(i % width < width / 2 ? [255, 0, 0, 255] : [0, 0, 255, 255], i * 4);
  return new PhotonImage(pixels, width, height);
}

/** Which colour a pixel is nearest to. */
function colourAt(image: PhotonImage, x: number, y: number): "red" | "blue" {
  const [red = 0, , blue = 0] = image.get_raw_pixels().slice((y * image.get_width() + x) * 4);
  return red > blue ? "red" : "blue";
}

/** The JPEG with an Exif segment that holds nothing but the orientation. */
function withOrientation(jpeg: Uint8Array, orientation: number): Uint8Array {
  const exif = Buffer.concat([
    Buffer.from("Exif\0\0MM\0*", "latin1"),
    // The directory begins at 8, has one entry (orientation, SHORT, 1 value), and is the last.
    Buffer.from([0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]),
  ]);
  const segment = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  // After the JFIF segment, which comes first.
  const at = 4 + Buffer.from(jpeg).readUInt16BE(4);
  return Buffer.concat([jpeg.slice(0, at), segment, exif, jpeg.slice(at)]);
}

function decode(bytes: Uint8Array): PhotonImage {
  expect(Buffer.from(bytes).toString("latin1", 8, 12)).toBe("WEBP");
  return PhotonImage.new_from_byteslice(bytes);
}

test.each([
  ["PNG", (image: PhotonImage) => image.get_bytes()],
  ["JPEG", (image: PhotonImage) => image.get_bytes_jpeg(90)],
])("scales a %s image down in proportion", (_, encode) => {
  const small = decode(thumbnail(encode(redAndBlue(200, 100)), 40));
  expect([small.get_width(), small.get_height()]).toEqual([40, 20]);
  expect([colourAt(small, 2, 10), colourAt(small, 37, 10)]).toEqual(["red", "blue"]);
});

test("leaves a smaller image at its size", () => {
  const small = decode(thumbnail(redAndBlue(20, 10).get_bytes(), 320));
  expect([small.get_width(), small.get_height()]).toEqual([20, 10]);
});

test.each([
  [400, 1],
  [1, 20_000],
])("keeps a strip of %i × %i within the size, and at least a pixel wide", (width, height) => {
  const small = decode(thumbnail(redAndBlue(width, height).get_bytes(), 10));
  expect([small.get_width(), small.get_height()]).toEqual([Math.min(width, 10), Math.min(height, 10)]);
});

test("takes an Exif orientation that does not exist for none", () => {
  const small = decode(thumbnail(withOrientation(redAndBlue(20, 10).get_bytes_jpeg(90), 9)));
  expect([small.get_width(), small.get_height()]).toEqual([20, 10]);
});

test.each([
  [1, "left"],
  [2, "right"],
  [3, "right"],
  [4, "left"],
  [5, "top"],
  [6, "top"],
  [7, "bottom"],
  [8, "bottom"],
])("turns Exif orientation %i upright: the left goes to the %s", (orientation, side) => {
  const photo = withOrientation(redAndBlue(64, 32).get_bytes_jpeg(90), orientation);
  const small = decode(thumbnail(photo, 16));
  const [width, height] = orientation > 4 ? [8, 16] : [16, 8];
  expect([small.get_width(), small.get_height()]).toEqual([width, height]);
  const corners = {
    left: [colourAt(small, 1, 1), colourAt(small, 1, height - 2)],
    right: [colourAt(small, width - 2, 1), colourAt(small, width - 2, height - 2)],
    top: [colourAt(small, 1, 1), colourAt(small, width - 2, 1)],
    bottom: [colourAt(small, 1, height - 2), colourAt(small, width - 2, height - 2)],
  };
  expect(corners).toMatchObject({ [side]: ["red", "red"] });
});

const png = redAndBlue(200, 100).get_bytes();
const jpeg = redAndBlue(200, 100).get_bytes_jpeg(90);
const huge = png.slice();
new DataView(huge.buffer).setUint32(16, 60_000);

test.each([
  ["nothing", new Uint8Array()],
  ["text", new TextEncoder().encode("a burger, please")],
  ["a PNG that ends in its header", png.slice(0, 18)],
  ["a PNG that ends early", png.slice(0, png.length / 2)],
  ["a JPEG that ends in its header", jpeg.slice(0, 20)],
  ["a JPEG that ends early", jpeg.slice(0, jpeg.length - 200)],
  ["a PNG that unpacks to 6 million pixels a hundred times over", huge],
])("%s is the client's mistake, and the next image is fine", (_, bytes) => {
  expect(() => thumbnail(bytes)).toThrow(expect.objectContaining({ status: 422 }));
  expect(decode(thumbnail(png, 10)).get_width()).toBe(10);
});
