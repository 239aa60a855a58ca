namespace PrefixConsole.Hosting;

/// <summary>Configuration that only shows to be invalid when it is applied, such as two workers of one name.</summary>
public sealed class InvalidConfigurationException(IReadOnlyList<string> failures) : Exception(string.Join("; ", failures))
{
    public IReadOnlyList<string> Failures { get; } = failures;
}
