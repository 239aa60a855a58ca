namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Sides of a comparison of two workers.</summary>
public enum PrefixSide
{
    OnlyA,
    Both,
    OnlyB,
}
