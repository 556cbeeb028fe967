import type { Invocation } from '../cli/command.ts';
import { dryRunOf, dryRunText } from '../cli/dry-run.ts';
import { isObjectOutput, printObjects } from '../print/print-objects.ts';
import type { Found } from '../resources/collect.ts';
import { objectText } from '../resources/targets.ts';

/**
 * Prints an object that a command made or changed: as `-o` asks for, or as `type/name verb`.
 * @param options.tellsDryRun whether ` (dry run)` follows; some commands of kubectl leave it out
 */
export function printResult(
  { resource, object }: Found,
  verb: string,
  { flags, out }: Invocation,
  { tellsDryRun = true }: { readonly tellsDryRun?: boolean } = {},
): void {
  const output = flags.declares('output') ? flags.string('output') : undefined;
  if (isObjectOutput(output)) {
    const format = {
      output,
      single: true,
      showManagedFields: flags.declares('show-managed-fields') && flags.bool('show-managed-fields'),
      noHeaders: false,
    };
    out(printObjects([{ resource, object }], format));
    return;
  }
  out(`${objectText(resource, object.metadata.name)} ${verb}${tellsDryRun ? dryRunText(dryRunOf(flags)) : ''}\n`);
}
