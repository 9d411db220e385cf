namespace TextVae.Server.Landscape;

/// <summary>Asks the model for what no client waits for: where the queue is full, clients come first.</summary>
internal sealed record Patience(TextVaeModel Model)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<T> AskAsync<T>(Func<TextVaeModel, Task<T>> question, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await question(Model);
            }
            catch (ModelBusyException)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
