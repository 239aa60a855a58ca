using System.Security.Cryptography;
using System.Text;

namespace PrefixConsole.Access;

/// <summary>
/// A secret that logs in once, printed at the start as .NET Aspire's dashboard does. Once used it is worth nothing; the next is printed, so that
/// whoever reads the log can always get in and whoever finds an old link in a history cannot.
/// </summary>
/// <param name="wanted">Asked each time: naming the first user ends it without a restart.</param>
public sealed class LoginLink(Func<bool> wanted)
{
    private readonly Lock _gate = new();
    private string _secret = New();

    /// <summary>Raised when a new link came in place of a used one.</summary>
    public event Action? Renewed;

    public bool IsOn => wanted();

    public string Of(Uri console)
    {
        lock (_gate)
        {
            return new Uri(console, "/login/link?t=" + _secret).ToString();
        }
    }

    /// <summary>True once per secret.</summary>
    public bool Redeem(string secret)
    {
        lock (_gate)
        {
            if (!wanted() || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(_secret)))
            {
                return false;
            }

            _secret = New();
        }

        Renewed?.Invoke();
        return true;
    }

    private static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
}
