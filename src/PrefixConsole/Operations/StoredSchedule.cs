using PrefixConsole.Storage.Revisions;

namespace PrefixConsole.Operations;

/// <summary>The schedule as JSON.</summary>
internal sealed record StoredSchedule(StoredSchedule.Item[] Planned, StoredSchedule.Note[] Notes)
{
    public static StoredSchedule Of(IEnumerable<ScheduledChange> planned, IEnumerable<ScheduleNote> notes) =>
        new([.. planned.Select(Item.Of)], [.. notes.Select(n => new Note(Item.Of(n.Change), n.At, n.Outcome, n.Why))]);

    internal sealed record Item(string Id, DateTimeOffset At, StoredSpec Spec, string Reason, string By, int Against, TimeSpan? ConfirmWithin, Guardrails? Guards)
    {
        public static Item Of(ScheduledChange c) => new(c.Id, c.At, StoredSpec.Of(c.Spec), c.Reason, c.By, c.Against, c.ConfirmWithin, c.Guards);

        public ScheduledChange ToChange() => new(Id, At, Spec.ToSpec(), Reason, By, Against, ConfirmWithin, Guards);
    }

    internal sealed record Note(Item Change, DateTimeOffset At, ScheduleOutcome Outcome, string Why)
    {
        public ScheduleNote ToNote() => new(Change.ToChange(), At, Outcome, Why);
    }
}
