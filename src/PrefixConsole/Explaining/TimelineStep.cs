using PrefixConsole.Gateway.Telemetry;
using PrefixConsole.Routing.Scheduling;

namespace PrefixConsole.Explaining;

/// <summary>A stretch in the life of a request.</summary>
/// <param name="Kind">Class of its colour.</param>
/// <param name="What">In words.</param>
/// <param name="From">Start, since the arrival.</param>
/// <param name="Length">How long; null while it goes on.</param>
internal sealed record TimelineStep(string Kind, string What, TimeSpan From, TimeSpan? Length)
{
    /// <summary>From arrival to end: reading, each decision and its attempt, the answer.</summary>
    /// <param name="decision">The decision that counted.</param>
    /// <param name="first">The one before it; null when there was one only.</param>
    /// <param name="failure">Why the worker of the first did not serve it; null when that was not kept.</param>
    /// <param name="outcome">Null while the request runs.</param>
    public static IReadOnlyList<TimelineStep> Of(RoutingDecision decision, RoutingDecision? first, AttemptFailure? failure, DecisionOutcome? outcome)
    {
        var start = first ?? decision;
        var read = start.Request.ParseTime + start.Request.Tokenization.Time + start.Request.HashTime;
        var steps = new List<TimelineStep> { new("read", "read, tokenise, hash", TimeSpan.Zero, read) };
        var decided = Decide(steps, start, read);
        if (first is not null)
        {
            // The second decision is made when the first attempt has failed.
            var failed = read + (decision.At - start.At);
            failed = failed > decided ? failed : decided;
            steps.Add(new TimelineStep("failed", FailureWords.Sentence(Name(start), failure), decided, failed - decided));
            decided = Decide(steps, decision, failed);
        }

        if (outcome is null)
        {
            steps.Add(new TimelineStep("wait", $"at {Name(decision)}, still running", decided, null));
            return steps;
        }

        var end = Later(outcome.Duration, decided);
        if (outcome.TimeToFirstToken is not { } firstByte)
        {
            steps.Add(new TimelineStep("failed", decision.Winner is null ? "refused" : $"{Name(decision)} gave no byte: {outcome.Error ?? "ended"}", decided, end - decided));
            return steps;
        }

        var answered = Later(firstByte, decided);
        steps.Add(new TimelineStep("wait", $"at {Name(decision)} until the first byte", decided, answered - decided));
        steps.Add(new TimelineStep(
            outcome.Succeeded ? "answer" : "failed", outcome.Succeeded ? "answer" : $"answer, then {outcome.Error ?? $"status {outcome.StatusCode}"}", answered, Later(end, answered) - answered));
        return steps;
    }

    private static TimeSpan Decide(List<TimelineStep> steps, RoutingDecision decision, TimeSpan at)
    {
        var length = decision.OverlapTime + decision.ScheduleTime;
        steps.Add(new TimelineStep("decide", $"decision {decision.Attempt}: {Name(decision)} ({decision.Reason})", at, length));
        return at + length;
    }

    private static string Name(RoutingDecision decision) => decision.Winner?.Value ?? "nobody";

    private static TimeSpan Later(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
