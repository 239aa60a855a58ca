namespace PrefixConsole.Gateway.Telemetry;

/// <summary>Ways to look at who holds which prefixes.</summary>
public enum PrefixLens
{
    /// <summary>What one worker holds and another does not, and what both hold.</summary>
    Compare,

    /// <summary>What more than one worker holds.</summary>
    Duplicates,

    /// <summary>What is large and was not used for long.</summary>
    Cold,
}
