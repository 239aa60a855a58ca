using Microsoft.Extensions.Options;
using PrefixConsole.Gateway.Configuration;

namespace PrefixConsole.Access;

/// <summary>Checks section <c>Access</c>: collects every error, names its key, and never prints a hash or a secret.</summary>
internal sealed class ValidateAccessOptions(IOptions<ConsoleOptions> console) : IValidateOptions<AccessOptions>
{
    private const int NameLimit = 64;

    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var errors = new List<string>();
        CheckUsers(options, errors);
        CheckTokens(options, errors);
        CheckOidc(options.Oidc, errors);
        if (options.Session < TimeSpan.FromMinutes(1) || options.Session > TimeSpan.FromDays(30))
        {
            errors.Add($"{Key(nameof(options.Session))} must be from one minute to 30 days, was {options.Session}");
        }

        if (options.SessionLimit < TimeSpan.FromMinutes(1) || options.SessionLimit > TimeSpan.FromDays(90))
        {
            errors.Add($"{Key(nameof(options.SessionLimit))} must be from one minute to 90 days, was {options.SessionLimit}");
        }

        if (options.ConnectionsPerUser is < 1 or > 1000)
        {
            errors.Add($"{Key(nameof(options.ConnectionsPerUser))} must be a whole number from 1 to 1000, was {options.ConnectionsPerUser}");
        }

        if (!ListenerUrl.IsLoopback(console.Value.Url))
        {
            if (options.LoginLink == true)
            {
                errors.Add($"{Key(nameof(options.LoginLink))} works on a loopback address only; name users or OpenID Connect for {console.Value.Url}");
            }

            if (options.Users.Length == 0 && !options.Oidc.IsOn)
            {
                errors.Add($"{ConsoleOptions.Section}:{nameof(ConsoleOptions.Url)} is {console.Value.Url}: beyond loopback the console needs {Key(nameof(options.Users))} or {Key(nameof(options.Oidc))}");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckUsers(AccessOptions options, List<string> errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Users.Length; i++)
        {
            var user = options.Users[i];
            CheckName($"{nameof(options.Users)}:{i}", user.Name, names, errors);
            if (Roles.Of(user.Role) is null)
            {
                errors.Add($"{Key($"{nameof(options.Users)}:{i}:{nameof(user.Role)}")} must be one of {string.Join(", ", Roles.Names)}, was '{user.Role}'");
            }

            if (!Passwords.IsHash(user.PasswordHash))
            {
                errors.Add($"{Key($"{nameof(options.Users)}:{i}:{nameof(user.PasswordHash)}")} is not a password hash; make one with: PrefixConsole hash-password");
            }
        }
    }

    private static void CheckTokens(AccessOptions options, List<string> errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < options.Tokens.Length; i++)
        {
            var token = options.Tokens[i];
            CheckName($"{nameof(options.Tokens)}:{i}", token.Name, names, errors);
            if (!TokenBook.IsHash(token.Hash))
            {
                errors.Add($"{Key($"{nameof(options.Tokens)}:{i}:{nameof(token.Hash)}")} must be 64 hexadecimal digits; make a token with: PrefixConsole new-token");
            }

            if (token.Scopes.Length == 0 || token.Scopes.Any(s => Roles.OfScope(s) is null))
            {
                errors.Add($"{Key($"{nameof(options.Tokens)}:{i}:{nameof(token.Scopes)}")} must be of {string.Join(", ", Roles.Scopes)}, was '{string.Join(", ", token.Scopes)}'");
            }
        }
    }

    private static void CheckOidc(OidcOptions oidc, List<string> errors)
    {
        if (!oidc.IsOn)
        {
            return;
        }

        if (!Uri.TryCreate(oidc.Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !(oidc.AllowHttp && authority.Scheme == Uri.UriSchemeHttp)))
        {
            errors.Add($"{Key("Oidc:Authority")} must be an https address, was '{oidc.Authority}'");
        }

        if (string.IsNullOrWhiteSpace(oidc.ClientId))
        {
            errors.Add($"{Key("Oidc:ClientId")} is required");
        }

        foreach (var (value, role) in oidc.Roles.Where(r => Roles.Of(r.Value) is null))
        {
            errors.Add($"{Key($"Oidc:Roles:{value}")} must be one of {string.Join(", ", Roles.Names)}, was '{role}'");
        }

        if (oidc.DefaultRole.Length > 0 && Roles.Of(oidc.DefaultRole) is null)
        {
            errors.Add($"{Key("Oidc:DefaultRole")} must be empty or one of {string.Join(", ", Roles.Names)}, was '{oidc.DefaultRole}'");
        }
    }

    private static void CheckName(string at, string name, HashSet<string> names, List<string> errors)
    {
        if (name.Length is 0 or > NameLimit || name.Any(char.IsControl))
        {
            errors.Add($"{Key($"{at}:Name")} must have 1 to {NameLimit} characters, none of them control characters");
        }
        else if (ReservedNames.Has(name))
        {
            errors.Add($"{Key($"{at}:Name")} {ReservedNames.Message}");
        }
        else if (!names.Add(name))
        {
            errors.Add($"{Key($"{at}:Name")} '{name}' is there twice");
        }
    }

    private static string Key(string field) => $"{AccessOptions.Section}:{field}";
}
