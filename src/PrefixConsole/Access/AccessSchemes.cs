namespace PrefixConsole.Access;

internal static class AccessSchemes
{
    /// <summary>Chooses between the other two by the request's headers.</summary>
    public const string Either = "prefixconsole";

    public const string Cookie = "console";

    public const string Token = "token";

    public const string Oidc = "oidc";
}
