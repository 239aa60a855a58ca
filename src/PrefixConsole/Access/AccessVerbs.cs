namespace PrefixConsole.Access;

/// <summary>What the program does instead of serving when its first argument is a verb: makes secrets for the configuration.</summary>
internal static class AccessVerbs
{
    /// <summary>An exit code; null when there is no verb.</summary>
    public static async Task<int?> RunAsync(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "hash-password":
                await Console.Error.WriteLineAsync("Type the password and press Enter:");
                if (await Console.In.ReadLineAsync() is not { Length: >= 8 } password)
                {
                    await Console.Error.WriteLineAsync("A password has at least 8 characters.");
                    return 1;
                }

                await Console.Out.WriteLineAsync(Passwords.Hash(password));
                return 0;
            case "new-token":
                var secret = TokenBook.NewSecret();
                await Console.Out.WriteLineAsync($"token {secret}\nhash  {TokenBook.HashOf(secret)}");
                return 0;
            default:
                return null;
        }
    }
}
