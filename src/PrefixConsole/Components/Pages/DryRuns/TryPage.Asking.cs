using System.Globalization;
using Microsoft.JSInterop;
using PrefixConsole.Access;
using PrefixConsole.Gateway.Configuration;
using PrefixConsole.Gateway.DryRuns;

namespace PrefixConsole.Components.Pages.DryRuns;

/// <content>The question, and asking it.</content>
public sealed partial class TryPage
{
    private async Task AskAsync()
    {
        if (_asking || _script is null)
        {
            return;
        }

        if (Desk.Why(Permissions.Operate) is { } needed)
        {
            // Also by Ctrl+Enter, which no disabled button stops.
            _problem = needed + ".";
            return;
        }

        (_asking, _errors, _problem) = (true, [], null);
        StateHasChanged();
        try
        {
            var result = await (IsImagined ? AskAboutAsync() : AskAboutAsync(_script));
            (_answer, _errors, _outdated) = (result.Answer, result.Errors, false);
        }
        catch (Exception e) when (e is JSException or IOException or TimeoutException)
        {
            _problem = "The text could not be read from the browser. Ask again; if it stays like this, reload the page.";
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // Nobody is there to be told.
        }
        finally
        {
            _asking = false;
        }
    }

    private async Task<DryRunResult> AskAboutAsync(IJSObjectReference script)
    {
        await using var text = await script.InvokeAsync<IJSStreamReference>("read", _gone.Token, _area);
        _bytes = (int)Math.Min(text.Length, int.MaxValue);
        if (text.Length > DryRunner.MaxPromptBytes)
        {
            return new DryRunResult(null, [new FieldError(IsRequest ? "request" : "text", DryRunner.SizeError(text.Length))], TooLarge: true);
        }

        var prompt = new byte[text.Length];
        if (prompt.Length > 0)
        {
            await using var bytes = await text.OpenReadStreamAsync(DryRunner.MaxPromptBytes, _gone.Token);
            await bytes.ReadExactlyAsync(prompt, _gone.Token);
        }

        return await Runner.AskAsync(Question(prompt), _gone.Token);
    }

    private async Task<DryRunResult> AskAboutAsync()
    {
        int? tokens = null;
        if (!string.IsNullOrEmpty(Tokens) || IsTokens)
        {
            // What is no number is out of range, and the range is said.
            tokens = int.TryParse(Tokens, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : -1;
        }

        return await Runner.AskAsync(Question(default, IsPrefix ? Prefix ?? "" : null, tokens), _gone.Token);
    }

    private DryRunQuestion Question(ReadOnlyMemory<byte> prompt, string? prefix = null, int? tokens = null) => new()
    {
        Prompt = prompt,
        Prefix = prefix,
        Tokens = tokens,
        IsRequest = IsRequest,
        Path = ChosenPath,
        Model = IsRequest || IsPrefix ? null : ChosenModel,
        CacheSalt = IsRequest || IsPrefix ? null : _salt,
        Tenant = IsPrefix ? null : Tenant,
        Session = SessionId,
        Revisions = _also,
    };
}
