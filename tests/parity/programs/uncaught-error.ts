interface Shape { area(): number }
class Square implements Shape {
  private readonly side: number
  constructor(side: number) { this.side = side }
  area(): number { return (this.side as unknown as { missing: { value: number } }).missing.value }
}
const shapes: Shape[] = [new Square(2)]
for (const shape of shapes) console.log(shape.area() satisfies number)
export {}
