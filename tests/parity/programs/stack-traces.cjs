class Tree {
  constructor() {
    this.made = new Error('in constructor').stack
  }
  static build() {
    return new Tree()
  }
  get value() {
    return new Error('in getter').stack
  }
  ['computed name']() {
    return [1].map(() => new Error('in callback').stack)[0]
  }
}
const tree = Tree.build()
for (const stack of [tree.made, tree.value, tree['computed name']()])
  console.log(stack.split('\n').slice(0, 4).join('\n'))
