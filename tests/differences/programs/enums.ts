// area: Programs
// difference: TypeScript syntax that generates code, such as an enum, runs too.
// why: Programs are compiled, not only stripped of types, because courses use enums.
enum Direction {
  Out,
  In,
}
console.log(Direction[Direction.In])
