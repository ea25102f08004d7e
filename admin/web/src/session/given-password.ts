/**
 * The password that was typed at the sign-in a moment ago, where somebody else had made it: whoever chooses another one now
 * need not type it again. It lives in this page alone, until it is used or left.
 */
let given: string | null = null;

export function rememberGivenPassword(password: string | null): void {
  given = password;
}

export function givenPassword(): string | null {
  return given;
}
