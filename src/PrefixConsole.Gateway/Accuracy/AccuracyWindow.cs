namespace PrefixConsole.Gateway.Accuracy;

/// <summary>How far back sums go.</summary>
public enum AccuracyWindow
{
    /// <summary>The last minute, in steps of five seconds.</summary>
    Minute,

    /// <summary>The last fifteen minutes, in steps of one.</summary>
    Quarter,

    /// <summary>Since start.</summary>
    All,
}
