using PrefixConsole.Routing.Workers;

namespace PrefixConsole.Routing.Scheduling.Explaining;

/// <summary>The smallest change of one input that would have made another worker win.</summary>
/// <param name="Kind">What is changed.</param>
/// <param name="Subject">Scorer whose weight, or worker whose load or cache.</param>
/// <param name="From">Value as it was: weight, requests in flight, or leading blocks.</param>
/// <param name="To">Value at which another wins: just beyond it for a weight, exactly it for the others.</param>
/// <param name="Winner">Who wins then.</param>
public sealed record FlipPoint(FlipKind Kind, string Subject, double From, double To, WorkerId Winner)
{
    /// <summary>Size of the change.</summary>
    public double Size => Math.Abs(To - From);

    /// <summary>Size of the change relative to the value; infinite when that was 0.</summary>
    public double Relative => From == 0 ? double.PositiveInfinity : Size / From;
}
