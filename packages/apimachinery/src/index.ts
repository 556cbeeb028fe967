export { LateMap } from './collections/late-map.ts';
export { LateSet } from './collections/late-set.ts';
export type { Clock } from './clock/clock.ts';
export { goValueText } from './patch/go-value-text.ts';
export { FakeClock } from './clock/fake-clock.ts';
export { systemClock } from './clock/system-clock.ts';
export type { Timer, Timers } from './clock/timers.ts';
export { goEscaped, goJsonKind, sortKeys } from './encoding/go-json.ts';
export { toYaml } from './encoding/yaml.ts';
export { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from './encoding/base64.ts';
export {
  type AnyCondition,
  findCondition,
  isConditionTrue,
  setCondition,
} from './object/conditions.ts';
export { deepEqual } from './object/deep-equal.ts';
export { deepFreeze, type DeepReadonly } from './object/deep-freeze.ts';
export { shareParts } from './object/share-parts.ts';
export { withFields } from './object/with-fields.ts';
export {
  type GroupVersionResource,
  keyOf,
  type KubeObject,
  splitKey,
  type Stored,
  type StoredMeta,
} from './object/object.ts';
export { controllerOf, isControlledBy, newControllerReference } from './object/owners.ts';
export { applyJsonPatch, JsonPatchError } from './patch/json-patch.ts';
export { applyMergePatch, isMap } from './patch/merge-patch.ts';
export { type MergeRule, type MergeSchema, mergeSchemaOf } from './patch/merge-schema.ts';
export { applyStrategicPatch, StrategicPatchError } from './patch/strategic-merge.ts';
export { createThreeWayPatch, type ThreeWay } from './patch/three-way.ts';
export { type PodRow, podRow } from './pod/pod-row.ts';
export {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  QuantityError,
  type QuantityFormat,
  quantityMillis,
  quantityUnits,
  subtractQuantities,
  zeroQuantity,
} from './quantity/quantity.ts';
export { binaryPowers, decimalExponents } from './quantity/suffixes.ts';
export { createRandom, newHexId, newNameSuffix, newUid, type Random } from './random.ts';
export {
  type FieldRequirement,
  type FieldSelector,
  formatFieldSelector,
  matchesFieldSelector,
  parseFieldSelector,
} from './selectors/field-selector.ts';
export {
  formatSelector,
  type LabelOperator,
  type LabelRequirement,
  matchesSelector,
  newRequirement,
  type Selector,
  SelectorError,
  selectorOf,
} from './selectors/label-selector.ts';
export { parseSelector } from './selectors/parse-selector.ts';
export { type Status, type StatusCause, StatusError, type StatusReason } from './status-error.ts';
export { type GroupKind, type GroupResource, groupResourceText, statuses } from './status/statuses.ts';
export { formatMicroTime, formatNanoTime, formatTime, parseTime } from './clock/format-time.ts';
export { formatGoDuration, parseGoDuration } from './time/go-duration.ts';
export { humanAge, humanDuration } from './time/human-duration.ts';
export {
  aggregateFieldErrors,
  type FieldError,
  fieldErrorCauses,
  fieldErrors,
  fieldErrorText,
  type FieldErrorType,
} from './validation/field-error.ts';
export {
  dns1035LabelFaults,
  dnsLabelFaults,
  dnsSubdomainFaults,
  configKeyFaults,
  headerNameFaults,
  underscoreSubdomainFaults,
  variableNameFaults,
  wildcardSubdomainFaults,
  labelKeyFaults,
  labelValueFaults,
} from './validation/names.ts';
