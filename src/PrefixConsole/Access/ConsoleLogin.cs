namespace PrefixConsole.Access;

/// <summary>Somebody's log-in, as the server remembers it. A cookie without one is worth nothing.</summary>
/// <param name="Id">What the cookie names it by; worth nothing without the cookie's own protection.</param>
/// <param name="Name">Who.</param>
/// <param name="Begun">When; <see cref="AccessOptions.SessionLimit"/> counts from here.</param>
public sealed record ConsoleLogin(string Id, string Name, DateTimeOffset Begun);
