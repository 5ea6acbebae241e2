// area: Time and chance
// difference: A world begins at the beginning of 2026, in UTC.
// why: What a program prints must not depend on the day on which it is graded.
console.log(Math.abs(Date.now() - Date.UTC(2026, 0, 1)) < 1000)
