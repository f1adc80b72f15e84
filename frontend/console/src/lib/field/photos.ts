import { atomically, stored } from './store';
import { uuid } from './uuid';

/** Keeps a photo on the phone, and returns its id for the finding that it shows. */
export async function addPhoto(blob: Blob): Promise<string> {
  const photo = { id: uuid(), type: blob.type, bytes: await blob.arrayBuffer(), takenAt: new Date().toISOString() };
  await stored((db) => db.put('photos', photo));
  return photo.id;
}

/** An address for an <img>; whoever asks revokes it. undefined: the photo is not on this phone. */
export async function photoURL(id: string): Promise<string | undefined> {
  const photo = await stored((db) => db.get('photos', id));
  return photo && URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
}

export const dropPhoto = (id: string) => stored((db) => db.delete('photos', id));

/** Removes photos that nothing refers to any more: the phone died between the photo and the finding. */
export const sweepPhotos = (olderThan: string) =>
  atomically(['photos', 'drafts', 'outbox'], async (tx) => {
    const wanted = new Set((await tx.objectStore('outbox').getAllKeys()) as string[]);
    for (const draft of await tx.objectStore('drafts').getAll()) {
      for (const finding of draft.findings) for (const id of finding.photos) wanted.add(id);
    }
    for (const photo of await tx.objectStore('photos').getAll()) {
      if (!wanted.has(photo.id) && photo.takenAt < olderThan) await tx.objectStore('photos').delete(photo.id);
    }
  });
