/** Something the person can mend: printed as one message without a stack trace, exit status 2. */
export class UserError extends Error {}
