/** A problem that the user can fix: printed as one message without a stack trace, exit status 2. */
export class UserError extends Error {}
