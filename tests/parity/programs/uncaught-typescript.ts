// Types are gone without a trace: an uncaught error of a .ts file has the lines and columns of the source.
interface Options<T extends object = {}> { value: T; readonly name?: string }
type Handler<T> = (options: Options<T & object>) => void
abstract class Base<T> { protected constructor(readonly0: T) { this.run(readonly0 as any) } abstract run(value: T): void }
class Derived extends Base<string> {
  declare private hidden: number
  static create(value: string): Derived { return new Derived(value) }
  private constructor(value: string) { super(value!) }
  override run(value: string): void {
    const handler: Handler<object> = ({ name = 'none' }: Options): void => {
      const text: string = `${value satisfies string}: ${name}`
      throw new TypeError(text)
    }
    handler({ value: {} })
  }
}
Derived.create('typed' as const)
export {}
