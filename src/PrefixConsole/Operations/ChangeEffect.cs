namespace PrefixConsole.Operations;

/// <summary>How the fleet did before and after a revision became active.</summary>
public sealed record ChangeEffect(EffectWindow? Before, EffectWindow? After);
