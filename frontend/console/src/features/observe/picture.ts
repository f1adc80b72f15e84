/** The longer side of a photo as it is kept: enough to read a sign, and no more. */
export const longest = 1280;
const quality = 0.7;

/** The size of a picture that is no longer than longest. Small ones stay as they are. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Draws a file from the camera on a canvas: upright, small, and nothing but its colours. Where, when and with what it was
 * taken stays behind. Rejects what is not a picture.
 */
export async function drawn(file: Blob): Promise<HTMLCanvasElement> {
  const image = await decoded(file);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, fitted(image.width, image.height));
  const to = context(canvas);
  to.imageSmoothingQuality = 'high';
  to.fillStyle = '#fff'; // what is transparent would be black in a JPEG
  to.fillRect(0, 0, canvas.width, canvas.height);
  to.drawImage(image, 0, 0, canvas.width, canvas.height);
  if ('close' in image) image.close();
  return canvas;
}

/** The canvas's pen; its pixels are read often, which some browsers want to know. */
export function context(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('no canvas');
  return pen;
}

async function decoded(file: Blob): Promise<ImageBitmap | HTMLImageElement> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return viaElement(file); // formats that only an <img> can read here, such as an iPhone's own
  }
}

async function viaElement(file: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** The canvas as a JPEG, made from its pixels alone. */
export function encoded(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', quality),
  );
}
