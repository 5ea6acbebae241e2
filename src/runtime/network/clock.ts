/** Whole nanoseconds since the world's start; exact up to 104 days. */
export type Nanoseconds = number
