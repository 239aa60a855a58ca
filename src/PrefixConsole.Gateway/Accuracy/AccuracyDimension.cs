namespace PrefixConsole.Gateway.Accuracy;

/// <summary>What sums are kept apart by.</summary>
public enum AccuracyDimension
{
    Fleet,
    Worker,
    Model,
    Tenant,
}
