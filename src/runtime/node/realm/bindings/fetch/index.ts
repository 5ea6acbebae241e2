/** undici needs no binding of its own: it uses `net`, `crypto`, streams and its own copy of llhttp. */
export {}
