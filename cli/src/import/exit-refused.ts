/** The import is done, but for lines or rows that were refused. */
export const EXIT_REFUSED = 3;
