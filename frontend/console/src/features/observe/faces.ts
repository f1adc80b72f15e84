import type { Box } from './mosaic';

interface Detector {
  detect(source: CanvasImageSource): Promise<{ boundingBox: Box }[]>;
}

/** More than the face itself: hair and chin tell who it is, too. */
const margin = 0.2;

/** Where faces are, if this phone can find them; what it finds is a suggestion, never a promise. */
export async function faces(picture: CanvasImageSource): Promise<Box[]> {
  const Finder = (globalThis as { FaceDetector?: new (options: object) => Detector }).FaceDetector;
  if (!Finder) return [];
  try {
    const found = await new Finder({ maxDetectedFaces: 20 }).detect(picture);
    return found.map(({ boundingBox: { x, y, width, height } }) => ({
      x: x - margin * width,
      y: y - margin * height,
      width: width * (1 + 2 * margin),
      height: height * (1 + 2 * margin),
    }));
  } catch {
    return []; // offered, but its service is not on this phone
  }
}
