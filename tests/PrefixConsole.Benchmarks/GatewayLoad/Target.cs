using System.Globalization;

namespace PrefixConsole.Benchmarks.GatewayLoad;

/// <summary>A figure to reach, with what was measured.</summary>
internal sealed record Target(string Name, double Measured, double Limit, bool AtLeast, string Unit = "")
{
    public bool Reached => AtLeast ? Measured >= Limit : Measured <= Limit;

    public string Wanted => (AtLeast ? "≥ " : "≤ ") + Number(Limit) + Unit;

    public static string Number(double value) => value.ToString(Math.Abs(value) >= 100 ? "F0" : "F2", CultureInfo.InvariantCulture);
}
