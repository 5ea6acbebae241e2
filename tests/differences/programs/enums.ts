// area: Programs
// difference: TypeScript that makes code, such as an enum, runs too.
// why: Types are not only removed: programs are compiled, because courses use enums.
enum Direction {
  Out,
  In,
}
console.log(Direction[Direction.In])
