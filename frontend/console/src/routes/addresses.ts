/** Where a check that was begun goes on. */
export const draftAddress = (key: string) => `/checks/draft/${key}` as string;
