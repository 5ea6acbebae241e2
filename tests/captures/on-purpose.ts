/** Tests that put packets on a link which are wrong on purpose, by the name of their file, and why. Everybody else's captures have none. */
export const WRONG_ON_PURPOSE: Readonly<Record<string, string>> = {}
