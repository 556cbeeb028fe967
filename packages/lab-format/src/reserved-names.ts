/** Words that `lab <word>` takes for a command: no lab may be named so. */
export const reservedNames: readonly string[] = (
  'all answer bundle check completion delete doctor exit export fast-forward help hint import join kubectl list next ' +
  'play progress record reset resume sandbox solve start status stop update verify version workshop'
).split(' ');
