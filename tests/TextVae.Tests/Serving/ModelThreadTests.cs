using System.Threading.Channels;
using TextVae.Generation;
using TextVae.Runs;
using TextVae.Serving;
using TorchSharp;

namespace TextVae.Tests.Serving;

/// <summary>Many callers and one thread: what they get, when they give up, and what happens at the end.</summary>
public sealed class ModelThreadTests : IDisposable
{
    private readonly ServedModels _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task A_stream_has_its_first_answer_before_its_second_text()
    {
        await using var model = _models.Load();
        var typed = Channel.CreateUnbounded<string>();
        await using var vectors = model.EncodeEachAsync(typed.Reader.ReadAllAsync()).GetAsyncEnumerator();

        foreach (var text in ServedModels.Texts(5))
        {
            await typed.Writer.WriteAsync(text);
            Assert.True(await vectors.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60)));
            TextVaeModelTests.AssertClose(model.Encode([text])[0], vectors.Current, 1e-5);
        }

        typed.Writer.Complete();
        Assert.False(await vectors.MoveNextAsync());
    }

    [Fact]
    public async Task A_long_stream_comes_in_order_and_a_stream_may_be_left()
    {
        await using var model = _models.Load();
        var texts = ServedModels.Texts(1_000);
        var read = 0;
        async IAsyncEnumerable<string> Source()
        {
            foreach (var text in texts)
            {
                read++;
                yield return text;
            }

            await Task.CompletedTask;
        }

        var all = await model.EncodeEachAsync(Source()).ToArrayAsync();
        read = 0;
        var few = await model.EncodeEachAsync(Source()).Take(3).ToArrayAsync();

        foreach (var (expected, vector) in model.Encode(texts).Zip(all))
            TextVaeModelTests.AssertClose(expected, vector, 1e-5);
        Assert.Equal(1_000, all.Length);
        Assert.Equal(3, few.Length);
        Assert.InRange(read, 3, 999);
    }

    [Fact]
    public async Task A_failure_of_a_source_reaches_whoever_reads_the_stream()
    {
        await using var model = _models.Load();
        static async IAsyncEnumerable<string> Broken()
        {
            yield return "a";
            await Task.Yield();
            throw new InvalidDataException("The line is broken.");
        }

        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () => await model.EncodeEachAsync(Broken()).ToArrayAsync());

        Assert.Equal("The line is broken.", failure.Message);
        Assert.Single(model.Encode(["a"]));
    }

    [Fact]
    public async Task Whoever_gives_up_gets_nothing_and_the_others_their_answers()
    {
        await using var model = _models.Load();
        using var busy = new ManualResetEventSlim();
        var blocking = model.RunAsync(_ => busy.Wait(TimeSpan.FromSeconds(60)));
        using var impatient = new CancellationTokenSource();

        var given = model.EncodeAsync(["a b"], cancellation: impatient.Token);
        var patient = model.EncodeAsync(["a b c"]);
        await impatient.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(impatient.Token, cancelled.CancellationToken);
        Assert.False(patient.IsCompleted);
        busy.Set();
        await blocking;
        Assert.Single(await patient);
    }

    [Fact]
    public async Task What_waits_is_computed_together_and_one_that_fails_harms_only_itself()
    {
        var thread = ModelThread.Start(() => new LoadedModel(TrainedModel.Load(_models.Save())), capacity: 10);
        using var busy = new ManualResetEventSlim();
        var blocking = await thread.SubmitAsync(new OwnJob<bool>(_ => busy.Wait(TimeSpan.FromSeconds(60))), [0], hasBegun: false, default);
        var sizes = new List<int>();

        var job = new RootJob(sizes);
        var four = await thread.SubmitAsync(job, [4, 16], hasBegun: false, default);
        var other = await thread.SubmitAsync(new OwnJob<int>(_ => sizes.Count), [0], hasBegun: false, default);
        var minus = await thread.SubmitAsync(job, [-1], hasBegun: false, default);
        var nine = await thread.SubmitAsync(job, [9], hasBegun: false, default);
        busy.Set();

        int[] roots = [.. await four, .. await nine, .. await other];
        Assert.True((await blocking)[0]);
        Assert.Equal("-1 has no root.", (await Assert.ThrowsAsync<ArithmeticException>(() => minus)).Message);
        // All four numbers at once, then each caller's by themselves; what asks for another thing comes after those that it waited for.
        Assert.Equal([4, 2, 1, 1], sizes);
        Assert.Equal([2, 4, 3, 4], roots);
        await thread.CloseAsync();
    }

    [Fact]
    public async Task The_end_frees_every_tensor_and_tells_all_who_wait()
    {
        var model = _models.Load();
        var tensors = model.Run(trained => trained.Model.parameters().ToArray());
        Assert.All(tensors, tensor => Assert.False(tensor.IsInvalid));
        using var busy = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var running = model.RunAsync(_ =>
        {
            begun.Set();
            return busy.Wait(TimeSpan.FromSeconds(60));
        });
        var waiting = model.EncodeAsync(ServedModels.Texts(500));
        begun.Wait(TimeSpan.FromSeconds(60));

        var closing = model.DisposeAsync();
        busy.Set();
        await closing;

        Assert.True(await running);
        await AssertDisposed(() => waiting);
        await AssertDisposed(() => model.EncodeAsync(["a"]));
        await AssertDisposed(async () => await model.SampleEachAsync(3).ToArrayAsync());
        Assert.All(tensors, tensor => Assert.True(tensor.IsInvalid));
        model.Dispose(); // once more does nothing
    }

    [Fact]
    public async Task No_tensor_stays_after_an_answer()
    {
        await using var model = _models.Load();
        void Ask()
        {
            model.Encode(ServedModels.Texts(30));
            model.Reconstruct(ServedModels.Texts(30), new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = 2, MaximumLength = 4 });
            model.Sample(5, new DecodingOptions { MaximumLength = 4 });
            model.Score(ServedModels.Texts(3), new ScoreOptions { ImportanceSamples = 5 });
            model.Interpolate("a", "b c", 4);
        }

        Ask();
        var tensors = Tiny.CountTensors();
        Ask();

        Assert.Equal(tensors, torch.Tensor.TotalCount);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_is_told_to_whoever_loads_it()
    {
        var synchronous = Assert.Throws<DataException>(() => TextVaeModel.Load("/no/such/folder"));
        var asynchronous = await Assert.ThrowsAsync<DataException>(() => TextVaeModel.LoadAsync("/no/such/folder"));

        Assert.Equal(
            "There is no folder '/no/such/folder'. Give a run folder that `train` has made, or its 'model' folder.", synchronous.Message);
        Assert.Equal(synchronous.Message, asynchronous.Message);
    }

    [Fact]
    public void The_model_s_own_thread_does_not_wait_for_itself()
    {
        using var model = _models.Load();

        var failure = Assert.Throws<InvalidOperationException>(() => model.Run(_ => model.Encode(["a"])));

        Assert.Equal(
            "The model's own thread waits for nobody: within Run, use the model that is given and not the one it was called on.",
            failure.Message);
    }

    [Fact]
    public void Options_that_are_not_allowed_are_named() => Assert.Equal(
        "The queue is 0; it has to be between 1 and 1000000.",
        Assert.Throws<RecipeException>(() => _models.Load(serving: new() { Queue = 0 })).Message);

    [Fact]
    public async Task A_full_queue_refuses_at_once_where_the_model_was_loaded_so()
    {
        await using var model = _models.Load(serving: new() { Queue = 2, RefusesWhenFull = true });
        using ManualResetEventSlim gate = new();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = model.RunAsync(_ =>
        {
            started.SetResult();
            return gate.Wait(TimeSpan.FromSeconds(60));
        });
        await started.Task;
        var waiting = new[] { model.EncodeAsync(["a"]), model.EncodeAsync(["b"]) };

        Assert.Equal(2, model.QueueLength);
        var refusal = await Assert.ThrowsAsync<ModelBusyException>(() => model.EncodeAsync(["c"]));
        Assert.Equal("The model is busy: 2 pieces of work wait for it already. Ask again later.", refusal.Message);
        Assert.Equal(2, model.QueueLength);

        gate.Set();
        Assert.True(await running);
        Assert.All(await Task.WhenAll(waiting), vectors => Assert.Single(vectors));
        Assert.Equal(0, model.QueueLength);
        Assert.Single(await model.EncodeAsync(["c"]));
        Assert.True(model.ComputingTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_long_list_leaves_room_for_others_and_is_not_refused_once_it_has_begun()
    {
        await using var model = _models.Load(serving: new() { Queue = 4, RefusesWhenFull = true });
        using ManualResetEventSlim gate = new();
        var running = model.RunAsync(_ => gate.Wait(TimeSpan.FromSeconds(60)));
        var wide = new DecodingOptions { Beam = 256, MaximumLength = 2 };
        var pieces = (int)Math.Ceiling(200.0 / Piece.ItemsOf(wide.Resolved(DecodingStrategy.Greedy)));

        var list = model.DecodeAsync([.. Enumerable.Range(0, 200).Select(i => new[] { i / 100f, 0 })], wide);
        Assert.True(SpinWait.SpinUntil(() => model.QueueLength == 3, TimeSpan.FromSeconds(60)));
        var other = model.EncodeAsync(["a"]);
        Assert.Equal(4, model.QueueLength);
        await Assert.ThrowsAsync<ModelBusyException>(() => model.EncodeAsync(["b"]));
        gate.Set();

        Assert.True(pieces > 4);
        Assert.True(await running);
        Assert.Single(await other);
        Assert.Equal(200, (await list).Length);
    }

    [Theory]
    [InlineData(16, 0, 192)]
    [InlineData(4, 0, 192)]
    [InlineData(64, 0, 48)]
    [InlineData(64, 500, 4)]
    [InlineData(10_000, 100_000, 1)]
    public void Of_what_is_much_work_less_is_done_at_once(int beam, int shortest, int items) => Assert.Equal(
        items, Piece.ItemsOf(new DecodingOptions { Strategy = DecodingStrategy.Beam, Beam = beam, MinimumLength = shortest, MaximumLength = 100_000 }));

    [Fact]
    public async Task Progress_ends_at_one()
    {
        await using var model = _models.Load();
        var shares = new List<double>();

        await model.EncodeAsync(ServedModels.Texts(500), progress: new SynchronousProgress<double>(shares.Add));

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
        Assert.True(shares.Count > 1);
    }

    private static async Task AssertDisposed(Func<Task> asks) => Assert.Contains(
        "The model has been disposed of. Keep it as long as somebody may ask, or load it again.",
        (await Assert.ThrowsAsync<ObjectDisposedException>(asks)).Message,
        StringComparison.Ordinal);

    private sealed record RootJob(List<int> Sizes) : Job<int, int>
    {
        public override int[] Run(LoadedModel model, IReadOnlyList<int> items, CancellationToken cancellation)
        {
            Sizes.Add(items.Count);
            return [.. items.Select(item => item < 0 ? throw new ArithmeticException($"{item} has no root.") : (int)Math.Sqrt(item))];
        }
    }
}
