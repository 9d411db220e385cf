using TextVae.Models;
using TextVae.Runs;
using TextVae.Serving;

namespace TextVae;

/// <summary>
/// A trained model, ready to be asked: texts to vectors, vectors to texts, samples, likelihoods. Any number of threads may ask at
/// once. One thread of its own computes; requests that wait for the same are computed together, and no result depends on that.
/// Dispose of it when nobody asks any more: its thread ends and its memory is freed.
/// </summary>
/// <remarks>
/// Texts are given as they are; the model's tokenizer cuts them. A model trained with labels asks for the name of one. Long lists are
/// computed in pieces, so that others have their turn, and each method can be cancelled. The methods with <c>Each</c> in their name
/// are for streams of any length. <see cref="Run{TResult}"/> is the door to the network and its tensors.
/// </remarks>
public sealed partial class TextVaeModel : IDisposable, IAsyncDisposable
{
    private readonly ModelThread _thread;

    // Only what needs no tensor of it is used here.
    private readonly TrainedModel _trained;

    private TextVaeModel(ModelThread thread, LoadedModel model)
    {
        _thread = thread;
        _trained = model.Trained;
        Description = model.Description;
    }

    /// <summary>What the model is: kind, sizes, labels, step.</summary>
    public ModelDescription Description { get; }

    /// <summary>Pieces of work that wait for the model's thread at the moment.</summary>
    public int QueueLength => _thread.Queued;

    /// <summary>How long the model's thread has computed so far, waiting left out.</summary>
    public TimeSpan ComputingTime => _thread.Computed;

    /// <summary>How long the model's thread has computed at the piece of work that it is at; null where it has nothing to do. A piece is at most
    /// 192 texts, fewer where each is much work, or the code of one <see cref="Run{TResult}"/>, so that what takes minutes is stuck.</summary>
    public TimeSpan? BusyFor => _thread.BusyFor;

    /// <summary>Loads a model.</summary>
    /// <param name="folder">A run folder that a training has made, or a model folder.</param>
    /// <param name="options">How it is served.</param>
    /// <exception cref="DataException">A file is missing, damaged or does not fit the others.</exception>
    /// <exception cref="NativeRuntimeException">libtorch cannot be loaded.</exception>
    /// <exception cref="RecipeException">An option has a value that is not allowed.</exception>
    public static TextVaeModel Load(string folder, TextVaeModelOptions? options = null) =>
        LoadAsync(folder, options).GetAwaiter().GetResult();

    /// <summary>Loads a model, on its own thread.</summary>
    /// <inheritdoc cref="Load"/>
    public static async Task<TextVaeModel> LoadAsync(string folder, TextVaeModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        options ??= new TextVaeModelOptions();
        RecipeException.ThrowIfAny(options.Problems());
        var thread = ModelThread.Start(() => new LoadedModel(TrainedModel.Load(folder)), options.Queue, options.RefusesWhenFull);
        return new TextVaeModel(thread, await thread.Opened.ConfigureAwait(false));
    }

    /// <summary>
    /// The door for research: runs code with the network itself on the model's thread, where its tensors live. All that the code
    /// makes of tensors has to be disposed when it ends, in a dispose scope for example, and the parameters have to stay as they are.
    /// </summary>
    /// <param name="work">What to run; it gets the network with its vocabulary and tokenizer.</param>
    /// <param name="cancellation">Ends the waiting, but not the code once it runs.</param>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public TResult Run<TResult>(Func<TrainedModel, TResult> work, CancellationToken cancellation = default) =>
        RunAsync(work, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Run{TResult}"/>
    public async Task<TResult> RunAsync<TResult>(Func<TrainedModel, TResult> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        var answer = await _thread.SubmitAsync(new OwnJob<TResult>(work), [0], hasBegun: false, cancellation).ConfigureAwait(false);
        return (await answer.ConfigureAwait(false))[0];
    }

    /// <summary>
    /// Ends the model's thread as soon as it has done the batch it is at, and waits for that. Whoever still waits for an answer gets
    /// an <see cref="ObjectDisposedException"/>.
    /// </summary>
    public void Dispose()
    {
        var ended = _thread.CloseAsync();
        if (!_thread.IsCurrent)
            ended.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        var ended = _thread.CloseAsync();
        if (!_thread.IsCurrent)
            await ended.ConfigureAwait(false);
    }

    /// <summary>What is wrong with the name of a label, as all methods that take one would say it; null when all is well.</summary>
    /// <param name="label">The name, or null for none.</param>
    public string? ProblemOfLabel(string? label)
    {
        try
        {
            LabelOf(label);
            return null;
        }
        catch (RecipeException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Refuses to encode what cannot be encoded, before anybody has given a text.</summary>
    internal void RequireEncoding(string? label)
    {
        RequireVectors("encode");
        LabelOf(label);
    }

    private void RequireVectors(string purpose)
    {
        if (Description.Kind != ModelKind.Vae)
        {
            throw new RecipeException(
                $"This model is a language model: it has no latent vector, so it cannot {purpose}. Use a model of kind \"vae\"; "
                + "sampling and scoring work with both.");
        }
    }

    /// <summary>The number of a label by its name; null for a model that knows none.</summary>
    private int? LabelOf(string? name)
    {
        if (name is not null)
            return _trained.LabelOf(name);
        if (Description.Labels.Count == 0)
            return null;
        throw new RecipeException(
            $"This model reads and writes every text together with its label. Give one: {LabelNames.Listed(Description.Labels)}.");
    }

    private Sentence SentenceOf(string text, int? label, int place)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Sentence(text, _trained.WordsOf(text), label, place);
    }

    private IEnumerable<Sentence> SentencesOf(IReadOnlyList<string> texts, string? label)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var number = LabelOf(label);
        return texts.Select((text, place) => SentenceOf(text, number, place));
    }
}
