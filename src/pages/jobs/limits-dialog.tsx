import { useId, useRef } from "preact/hooks";
import type { QueueLimitsView, QueueView } from "../../jobs/views";
import { Dialog } from "./dialog";

interface LimitsDialogProps {
  queue: QueueView;
  /** Null: those of the stubs again. */
  onChange: (limits: QueueLimitsView | null) => void;
  onClose: () => void;
}

/** Asks for the limits of a queue. */
export function LimitsDialog({ queue: { name, limits }, onChange, onClose }: LimitsDialogProps) {
  const fields = useRef<HTMLFieldSetElement>(null);
  const value = (key: string) => {
    const input = fields.current?.querySelector<HTMLInputElement>(`[name="${key}"]`);
    return input?.value ? Number(input.value) : undefined;
  };
  const confirm = () => {
    const [concurrency, limit, seconds] = [value("concurrency"), value("limit"), value("seconds")];
    const chosen: QueueLimitsView = {
      ...(concurrency !== undefined && { concurrency }),
      ...(limit !== undefined && { rate: { limit, seconds: seconds ?? 1 } }),
    };
    onChange(Object.keys(chosen).length === 0 ? null : chosen);
  };
  return (
    <Dialog title={`Limits of ${name}`} action="Set limits" onConfirm={confirm} onClose={onClose}>
      <p>
        They stand in place of those that the stubs say; left empty, those count again. In a queue that the
        stubs do not limit, they count in each shard.
      </p>
      <fieldset ref={fields}>
        <Field name="concurrency" label="Jobs at once" value={limits.concurrency} min={1} step={1} />
        <Field name="limit" label="Starts" value={limits.rate?.limit} min={0.001} step="any" />
        <Field name="seconds" label="in seconds" value={limits.rate?.seconds ?? 1} min={0.001} step="any" />
      </fieldset>
    </Dialog>
  );
}

interface FieldProps {
  name: string;
  label: string;
  value: number | undefined;
  min: number;
  step: number | "any";
}

function Field({ label, value, ...input }: FieldProps) {
  const id = useId();
  return (
    <span class="field">
      <label for={id}>{label}</label>
      <input id={id} type="number" defaultValue={value === undefined ? "" : String(value)} {...input} />
    </span>
  );
}
