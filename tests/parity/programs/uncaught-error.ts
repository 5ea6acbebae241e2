interface Shape {
  area(): number
}
class Square implements Shape {
  private readonly side: number
  constructor(side: number) {
    this.side = side
  }
  area(): number {
    const parts = this as unknown as { missing: { value: number } }
    return parts.missing.value * this.side
  }
}
const shapes: Shape[] = [new Square(2)]
for (const shape of shapes) console.log(shape.area() satisfies number)

export {}
