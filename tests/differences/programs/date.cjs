// area: Time and chance
// difference: A world's clock starts at 2026-01-01T00:00:00Z, and its time zone is UTC.
// why: A program's output must not depend on the day of its grading.
console.log(Math.abs(Date.now() - Date.UTC(2026, 0, 1)) < 1000)
