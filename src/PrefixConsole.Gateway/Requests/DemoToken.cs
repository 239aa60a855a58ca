namespace PrefixConsole.Gateway.Requests;

/// <summary>
/// A secret of this process that marks requests of the built-in generator as demo traffic (header <c>x-prefix-demo</c>). It is
/// never forwarded, so nobody outside can pass real traffic off as demo traffic or have its text previewed.
/// </summary>
public sealed record DemoToken(string Value);
