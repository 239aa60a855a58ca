namespace PrefixConsole.Routing.PrefixIndex;

/// <summary>How often and when a run was used.</summary>
/// <param name="Hits">Prompts served that reached the run.</param>
/// <param name="Rate">Hits per minute as of <paramref name="LastUsed"/>.</param>
/// <param name="FirstSeen"><see cref="TimeProvider.GetTimestamp"/> of the first hit.</param>
/// <param name="LastUsed">The same of the last.</param>
/// <remarks>
/// Rate is an exponentially weighted average with time constant τ = 5 minutes: each hit adds 1/τ, and the whole decays by e^(-Δt/τ). A
/// steady r hits per minute settle at r. It is decayed when read or hit, so an idle run costs nothing.
/// </remarks>
internal readonly record struct RunUse(long Hits, double Rate, long FirstSeen, long LastUsed)
{
    private const double TimeConstantMinutes = 5;

    public static RunUse First(long now) => new(1, 1 / TimeConstantMinutes, now, now);

    public RunUse Hit(long now, TimeProvider time) =>
        new(Hits + 1, RateAt(now, time) + (1 / TimeConstantMinutes), FirstSeen, now);

    public double RateAt(long now, TimeProvider time) =>
        now <= LastUsed ? Rate : Rate * Math.Exp(-time.GetElapsedTime(LastUsed, now).TotalMinutes / TimeConstantMinutes);

    /// <summary>Use of a run that swallows the run below it: every prompt that reached the lower one reached the upper one too.</summary>
    public RunUse MergedWith(in RunUse below) =>
        new(Math.Max(Hits, below.Hits), Rate, Math.Min(FirstSeen, below.FirstSeen), LastUsed);
}
