/** Below undici there is nothing of its own: it stands on `net`, `crypto`, streams and the llhttp that it carries. */
export {}
