using Microsoft.AspNetCore.Http;

namespace PrefixConsole.Testing.Backends;

/// <summary>Ways a fake worker answers.</summary>
public static class FakeAnswers
{
    public static Func<HttpContext, Task> Json(string body, int status = 200) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    };

    /// <summary>Events one by one; each text is sent as it is.</summary>
    public static Func<HttpContext, Task> Events(params string[] events) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var text in events)
        {
            await SendAsync(context, text);
        }
    };

    /// <summary>Closes the connection with a reset before any header.</summary>
    public static Task Reset(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Sends events, waits for the signal, then resets the connection.</summary>
    public static Func<HttpContext, Task> DieAfter(Task signal, params string[] events) => async context =>
    {
        await Events(events)(context);
        await signal;
        context.Abort();
    };

    /// <summary>Sends events, then nothing until the caller goes away, which it reports.</summary>
    public static Func<HttpContext, Task> Hang(TaskCompletionSource cancelled, params string[] events) => async context =>
    {
        using var registration = context.RequestAborted.Register(() => cancelled.TrySetResult());
        if (events.Length > 0)
        {
            await Events(events)(context);
        }

        await cancelled.Task;
    };

    public static async Task SendAsync(HttpContext context, string text)
    {
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }
}
